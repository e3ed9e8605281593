//! Reads response bodies up to a limit. A body is read to its end if possible, so that the connection can be reused.

use std::io::{self, Read};

use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, HeaderMap, TRANSFER_ENCODING};
use tokio::sync::mpsc;

use super::limits::Limits;
use super::wire::BodyError;
use super::{transport_error, wire};
use crate::core::domain::SendingDomain;
use crate::core::redaction::SentKeys;
use crate::core::text;

/// The longest name of a coding that is shown, in characters.
const MAX_CODING_CHARS: usize = 20;

/// How many chunks of a list may wait for the decoder.
const CHANNEL_CAPACITY: usize = 4;

/// Why a body cannot be read whose coding was not asked for, as a message.
pub(crate) fn foreign_coding(headers: &HeaderMap) -> Option<String> {
    let coding = headers.get(CONTENT_ENCODING)?;
    let coding: String = String::from_utf8_lossy(coding.as_bytes()).trim().chars().take(MAX_CODING_CHARS).collect();
    let is_foreign = !coding.is_empty() && !coding.eq_ignore_ascii_case("identity");
    is_foreign.then(|| format!("it is encoded as {}, which wasn't requested", text::escape_hidden(&coding)))
}

/// Reads the whole body.
///
/// # Errors
/// Why the body cannot be read.
pub(crate) async fn read_all(response: &mut Response, limits: &Limits) -> Result<Vec<u8>, BodyError> {
    check_content_length(response, limits.body)?;
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(piece)) if body.len() + piece.len() > limits.body => return Err(too_large_error(limits.body)),
            Ok(Some(piece)) => body.extend_from_slice(&piece),
            Ok(None) => return Ok(body),
            Err(error) => return Err(transport_error::to_body_error(&error, limits)),
        }
    }
}

/// Reads as much of the body as possible. Used if the status alone is enough to go by.
pub(crate) async fn read_prefix(response: &mut Response, limits: &Limits) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < limits.body {
        match response.chunk().await {
            Ok(Some(piece)) => body.extend_from_slice(&piece),
            Ok(None) | Err(_) => break,
        }
    }
    body.truncate(limits.body);
    body
}

/// Decodes the list on a thread of its own while it arrives.
///
/// # Errors
/// Why there is no list.
pub(super) async fn read_list(
    response: &mut Response,
    limits: &Limits,
    keys: SentKeys,
) -> Result<Vec<SendingDomain>, BodyError> {
    check_content_length(response, limits.list_body)?;
    let (sender, source) = mpsc::channel(CHANNEL_CAPACITY);
    let decoding = tokio::task::spawn_blocking(move || {
        wire::decode_list(ChunkReader { chunks: source, current: None, position: 0 }, &keys)
    });
    let mut received = 0;
    let broken = loop {
        match response.chunk().await {
            Ok(Some(piece)) => {
                received += piece.len();
                if received > limits.list_body {
                    break Some(too_large_error(limits.list_body));
                }
                if sender.send(piece).await.is_err() {
                    // The decoder has stopped reading; its own result says why.
                    break None;
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(transport_error::to_body_error(&error, limits)),
        }
    };
    drop(sender);
    let decoded = decoding.await.unwrap_or_else(|_gone| Err("could not decode the response".into()));
    broken.map_or(decoded, Err)
}

fn check_content_length(response: &Response, limit: usize) -> Result<(), BodyError> {
    match response.content_length() {
        Some(length) if usize::try_from(length).is_ok_and(|length| length <= limit) => Ok(()),
        Some(_) => Err(too_large_error(limit)),
        None => Ok(()),
    }
}

fn too_large_error(limit: usize) -> BodyError {
    let message = match limit >> 20 {
        0 => format!("the response is larger than {limit} bytes"),
        mebibytes => format!("the response is larger than {mebibytes} MiB"),
    };
    message.into()
}

/// Whether the end of the body is known by its length or its chunks. Otherwise it is the end of the connection, so that only
/// its content tells that it was cut.
pub(super) fn has_known_end(response: &Response) -> bool {
    response.content_length().is_some() || response.headers().contains_key(TRANSFER_ENCODING)
}

/// Makes one blocking reader of the chunks of a body.
struct ChunkReader<P> {
    chunks: mpsc::Receiver<P>,
    current: Option<P>,
    position: usize,
}

impl<P: AsRef<[u8]>> Read for ChunkReader<P> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let left = self.current.as_ref().and_then(|piece| piece.as_ref().get(self.position..)).unwrap_or_default();
            if !left.is_empty() {
                let size = left.len().min(buffer.len());
                if let (Some(target), Some(next)) = (buffer.get_mut(..size), left.get(..size)) {
                    target.copy_from_slice(next);
                }
                self.position += size;
                return Ok(size);
            }
            self.position = 0;
            self.current = self.chunks.blocking_recv();
            if self.current.is_none() {
                return Ok(0);
            }
        }
    }
}
