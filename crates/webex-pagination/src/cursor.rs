//! Where a listing stands, in a form that can be written down.

use http::Uri;
use serde::{Deserialize, Serialize};

const VERSION: u32 = 1;

/// A place in a listing: a page, and how many of its records were delivered.
///
/// It holds the page's URI and no header, so no token. Give it to [`Pages::start_at`](crate::Pages::start_at) on a
/// listing with the same first request, in this process or in another, and the rest follows. Where the service keeps
/// pages stable, that is exactly the rest.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use webex_pagination::Cursor;
///
/// let text = r#"{"version":1,"page":"https://api.example/rooms?cursor=2","item":37}"#;
/// let cursor: Cursor = serde_json::from_str(text)?;
/// assert_eq!(serde_json::to_string(&cursor)?, text);
/// assert!(serde_json::from_str::<Cursor>(r#"{"version":2}"#).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Cursor {
    page: Option<Box<str>>,
    item: usize,
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    #[serde(default)]
    page: Option<Box<str>>,
    #[serde(default)]
    item: usize,
}

impl Cursor {
    pub(crate) fn at(page: &Uri, item: usize) -> Self {
        Self {
            page: Some(without_user(page).into()),
            item,
        }
    }

    pub(crate) fn end() -> Self {
        Self {
            page: None,
            item: 0,
        }
    }

    /// The URI of the page that comes next; `None` at the end of the list.
    #[must_use]
    pub fn page(&self) -> Option<&str> {
        self.page.as_deref()
    }

    /// How many records of that page were delivered before.
    #[must_use]
    pub fn item(&self) -> usize {
        self.item
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_end(&self) -> bool {
        self.page.is_none()
    }
}

/// User information is a credential.
pub(crate) fn without_user(uri: &Uri) -> String {
    let text = uri.to_string();
    let user = uri
        .authority()
        .and_then(|authority| authority.as_str().rsplit_once('@'));
    match user {
        Some((user, _)) => text.replacen(&format!("{user}@"), "", 1),
        None => text,
    }
}

impl From<Cursor> for Written {
    fn from(cursor: Cursor) -> Self {
        Self {
            version: VERSION,
            page: cursor.page,
            item: cursor.item,
        }
    }
}

impl TryFrom<Written> for Cursor {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written {
                version: VERSION,
                page,
                item,
            } => Ok(Self { page, item }),
            Written { version, .. } => Err(format!(
                "cursor version {version} is not known, only {VERSION}"
            )),
        }
    }
}
