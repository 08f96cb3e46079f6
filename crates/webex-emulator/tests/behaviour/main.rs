//! What a client sees of the emulator.

#[cfg(test)]
mod admin;
#[cfg(test)]
mod cards;
#[cfg(test)]
mod control;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod files;
#[cfg(test)]
mod meetings;
#[cfg(test)]
mod memberships;
#[cfg(test)]
mod mentions;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod people;
#[cfg(test)]
mod random;
#[cfg(test)]
mod recordings;
#[cfg(test)]
mod records;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod service;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tabs;
#[cfg(test)]
mod teams;
#[cfg(test)]
#[cfg(feature = "tls")]
mod tls;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod webhooks;
