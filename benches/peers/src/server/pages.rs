//! What is answered, made once.

use std::collections::HashMap;

use bytes::Bytes;

pub const ME: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9iMzQ1ZDllMi0zYmU4LTVkNTktODIxZS03ODE5OGU4Njc5ODc","emails":["ana@example.com"],"phoneNumbers":[{"type":"work","value":"+1 555 0100"}],"displayName":"Ana Example","nickName":"Ana","firstName":"Ana","lastName":"Example","avatar":"https://avatars.example.com/ana~1600","orgId":"Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi82ZTRhNjM0NC1mYmY0LTUxZTAtOGJkYy1hNzI5ODkzMjdkMTE","created":"2021-03-04T08:15:30.123Z","lastModified":"2024-11-05T09:00:00.000Z","lastActivity":"2025-06-01T12:34:56.789Z","status":"active","invitePending":false,"loginEnabled":true,"type":"person"}"#;

/// Without its end.
const MESSAGE: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk","roomId":"Y2lzY29zcGFyazovL3VzL1JPT00vYmJjZWIxYWQtNDNmMS0zYjU4LTkxNDctZjE0YmIwYzRkMTU0","roomType":"group","text":"PROJECT UPDATE - A new project plan has been published on Box, and here is where","html":"<p>PROJECT UPDATE - A <b>new</b> project plan has been published</p>","personId":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY","personEmail":"matt@example.com","created":"2025-06-01T12:34:56.789Z"#;

/// Message bodies: a posted one, and pages, by size and whether they have what nobody knows.
pub struct Pages {
    pub message: Bytes,
    pages: HashMap<(usize, bool), Bytes>,
}

impl Pages {
    pub fn new() -> Self {
        let pages = [100, 1000].into_iter().flat_map(|size| {
            [false, true].map(|unknown| {
                let items = vec![message(unknown); size].join(",");
                ((size, unknown), format!(r#"{{"items":[{items}]}}"#).into())
            })
        });
        Self {
            message: message(false).into(),
            pages: pages.collect(),
        }
    }

    pub fn page(&self, size: usize, unknown: bool) -> Bytes {
        self.pages[&(size, unknown)].clone()
    }
}

fn message(unknown: bool) -> String {
    let end = if unknown {
        r#"","isPinned":true,"threadKind":"announcement"}"#
    } else {
        r#""}"#
    };
    [MESSAGE, end].concat()
}
