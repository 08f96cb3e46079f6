//! From a page to the URI of the next.

use http::Uri;

use crate::{
    Error, ErrorKind, Page,
    link::Link,
    origin::{self, Origin, Refusal},
    repair,
};

/// What a listing lets its links do.
#[derive(Debug)]
pub(crate) struct Rules {
    /// The first request's URI: its origin is the list's own, its query what a link is mended by.
    pub(crate) first: Uri,
    /// The first request's origin, unless it is relative, and those that the user allows.
    pub(crate) origins: Vec<Origin>,
    pub(crate) repair: bool,
}

impl Rules {
    pub(crate) fn new(first: Uri) -> Self {
        Self {
            origins: Origin::of(&first).into_iter().collect(),
            first,
            repair: false,
        }
    }

    /// The URI that the page's next link leads to, resolved, guarded and mended; `None` on the last page.
    ///
    /// A header with a fault and no next link is an error: the fault may have swallowed the link.
    pub(crate) fn next(&self, page: &Page) -> Result<Option<Uri>, Error> {
        let mut fault = None;
        for link in page.links() {
            match link {
                Ok(link) if link.has_rel("next") && is_about(page, &link) => {
                    return self.follow(&page.uri, link.target()).map(Some);
                }
                Ok(_) => {}
                Err(malformed) => {
                    fault.get_or_insert(malformed);
                }
            }
        }
        match fault {
            Some(fault) => Err(Error::new(ErrorKind::Link)
                .with_link(String::from_utf8_lossy(fault.text()))
                .with_source(fault.reason())),
            None => Ok(None),
        }
    }

    /// A URI that was kept: the same guard, no mending.
    pub(crate) fn resolve(&self, kept: &str) -> Option<Uri> {
        origin::resolve(&self.first, kept, &self.origins).ok()
    }

    fn follow(&self, base: &Uri, target: &str) -> Result<Uri, Error> {
        let uri = origin::resolve(base, target, &self.origins).map_err(|refusal| {
            let kind = match refusal {
                Refusal::Malformed => ErrorKind::Link,
                Refusal::Foreign => ErrorKind::Origin,
            };
            Error::new(kind).with_link(target)
        })?;
        if !self.repair {
            return Ok(uri);
        }
        repair::mend(&uri, self.first.query())
            .ok_or_else(|| Error::new(ErrorKind::Link).with_link(target))
    }
}

/// An `anchor` makes a link one between two other resources, unless it names this page.
fn is_about(page: &Page, link: &Link<'_>) -> bool {
    link.param("anchor").is_none_or(|anchor| {
        let own: Vec<Origin> = Origin::of(&page.uri).into_iter().collect();
        origin::resolve(&page.uri, &anchor.to_str(), &own).is_ok_and(|anchor| anchor == page.uri)
    })
}
