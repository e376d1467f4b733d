/// The two commands that start the service: `demo`, which tells the whole story on sample data or
/// the caller's own, and `up`. The story knows the service by its HTTP address alone, as any caller
/// would.
@NullMarked
package io.waymark.cli.demo;

import org.jspecify.annotations.NullMarked;
