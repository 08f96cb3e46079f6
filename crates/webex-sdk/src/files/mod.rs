//! Files: into messages, and out of them.
//!
//! ```no_run
//! use webex_sdk::files::Upload;
//! use webex_sdk::models::RoomId;
//! use webex_sdk::prelude::*;
//!
//! # async fn demo(api: WebexApi, room: RoomId) -> webex_sdk::Result<()> {
//! api.messages().create(&room).text("The plan").file("plan.pdf").await?; // a path
//! let report = Upload::from_bytes("report.csv", "name,count\r\n");
//! let message = api.messages().create(&room).file(report).await?;
//!
//! for file in message.files.iter().flatten() {
//!     let saved = api.contents().get(file).await?.to_folder("downloads").await?;
//!     println!("{}", saved.display());
//! }
//! # Ok(()) }
//! ```

mod content_type;
mod counted;
mod disposition;
mod download;
mod multipart;
mod resume;
mod safe_name;
mod save;
#[cfg(test)]
mod tests;
mod upload;

pub use self::download::{Download, FileInfo};
pub use self::multipart::Multipart;
pub(crate) use self::resume::Again;
pub use self::save::Save;
pub use self::upload::Upload;
