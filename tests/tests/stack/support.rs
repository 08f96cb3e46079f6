//! An emulator with somebody in it, and connections to it.

use std::net::Ipv4Addr;

use webex_emulator::{Emulator, PersonHandle, Server};
use webex_sdk::{WebexApi, WebexApiBuilder};

pub(crate) struct World {
    pub(crate) webex: Emulator,
    pub(crate) ana: PersonHandle,
}

impl World {
    pub(crate) fn new() -> Self {
        let webex = Emulator::new();
        let ana = webex.add_person("ana@example.com");
        Self { webex, ana }
    }

    /// Towards the emulator in process.
    pub(crate) fn builder(&self) -> WebexApiBuilder {
        WebexApi::builder()
            .token(self.ana.token())
            .transport(self.webex.service())
    }

    pub(crate) fn api(&self) -> WebexApi {
        self.builder().build().unwrap()
    }

    /// Towards the emulator over TCP, for as long as the server is held.
    pub(crate) async fn over_tcp(&self) -> (WebexApi, Server) {
        let server = self.webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let api = WebexApi::builder()
            .token(self.ana.token())
            .base_url(server.base_url())
            .build()
            .unwrap();
        (api, server)
    }

    /// Method and path with query of each request that arrived, and forgets them.
    pub(crate) fn wire(&self) -> Vec<String> {
        let requests = self.webex.requests();
        self.webex.clear_requests();
        requests
            .iter()
            .map(|request| match &request.query {
                None => format!("{} {}", request.method, request.path),
                Some(query) => format!("{} {}?{query}", request.method, request.path),
            })
            .collect()
    }
}
