//! How a service counts what it lets through.

/// Requests a second, as a function of seconds.
pub type Rate = fn(f64) -> f64;

/// A limit and what it has counted.
#[derive(Debug)]
pub enum Limit {
    /// A token bucket that holds one second's worth; refusals always ask for the same.
    Bucket {
        rate: Rate,
        retry_after: u64,
        tokens: f64,
        filled: f64,
    },
    /// A number a minute; refusals ask for the rest of the minute.
    Window { rate: Rate, minute: u64, used: f64 },
}

impl Limit {
    pub fn bucket(rate: Rate, retry_after: u64) -> Self {
        Self::Bucket {
            rate,
            retry_after,
            tokens: rate(0.0),
            filled: 0.0,
        }
    }

    pub fn window(rate: Rate) -> Self {
        Self::Window {
            rate,
            minute: 0,
            used: 0.0,
        }
    }

    pub fn rate(&self) -> Rate {
        match self {
            Self::Bucket { rate, .. } | Self::Window { rate, .. } => *rate,
        }
    }

    /// One request at a time in seconds.
    ///
    /// # Errors
    ///
    /// The `Retry-After` of a refusal.
    pub fn take(&mut self, now: f64) -> Result<(), u64> {
        match self {
            Self::Bucket {
                rate,
                retry_after,
                tokens,
                filled,
            } => {
                let rate = rate(now);
                *tokens = (*tokens + (now - *filled) * rate).min(rate);
                *filled = now;
                if *tokens < 1.0 {
                    return Err(*retry_after);
                }
                *tokens -= 1.0;
            }
            Self::Window { rate, minute, used } => {
                let current = (now / 60.0) as u64;
                if *minute != current {
                    (*minute, *used) = (current, 0.0);
                }
                let end = (current + 1) as f64 * 60.0;
                if *used >= rate(now) * 60.0 {
                    return Err((end - now).ceil().max(1.0) as u64);
                }
                *used += 1.0;
            }
        }
        Ok(())
    }
}
