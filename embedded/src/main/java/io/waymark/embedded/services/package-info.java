/// The real services below the functions: PostgreSQL as processes of its own, and the folder where
/// everything keeps its data.
@NullMarked
package io.waymark.embedded.services;

import org.jspecify.annotations.NullMarked;
