//! A Webex in memory: a tower service, a TCP server and a binary, for tests without a network.
