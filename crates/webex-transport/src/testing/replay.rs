//! A recording, read.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::Answer;

/// Each request, as the recording has it, and its answer.
pub(super) fn read(path: &Path) -> io::Result<Vec<(String, Answer)>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let exchange: Value = serde_json::from_str(line)?;
            exchange_of(&exchange).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "a line is no recorded exchange")
            })
        })
        .collect()
}

fn exchange_of(exchange: &Value) -> Option<(String, Answer)> {
    let request = exchange.get("request")?.as_str()?.to_owned();
    let status = u16::try_from(exchange.get("status")?.as_u64()?).ok()?;
    let mut answer = Answer::status(status);
    for (name, value) in exchange.get("headers")?.as_object()? {
        answer = answer.header(name, value.as_str()?);
    }
    let content = exchange.get("answer")?;
    if let Some(json) = content.get("json") {
        answer = answer.body(json.to_string());
    } else if let Some(text) = content.get("text") {
        answer = answer.body(text.as_str()?.to_owned());
    }
    Some((request, answer))
}
