//! A client for the Webex REST API: one connection object, typed calls, lists that page by themselves.
