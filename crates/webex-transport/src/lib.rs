//! Tower layers for Webex (auth, retry, rate limit gate, errors) and a hyper transport.
