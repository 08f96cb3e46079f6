//! Link headers (RFC 8288) as streams of pages and items, over any tower service.
