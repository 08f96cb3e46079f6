//! What every layer's service has in common.

/// Access to the service inside.
macro_rules! inner_access {
    () => {
        /// The service inside.
        pub const fn get_ref(&self) -> &S {
            &self.inner
        }

        /// The service inside, mutably.
        pub const fn get_mut(&mut self) -> &mut S {
            &mut self.inner
        }

        /// Gives up the layer for the service inside.
        pub fn into_inner(self) -> S {
            self.inner
        }
    };
}
