/// The commands that start the service: `demo`, which tells the whole story on sample data or the
/// caller's own, `up`, and `pipeline`, which runs once what `up` runs every night. The story knows
/// the service by its HTTP address alone, as any caller would.
@NullMarked
package io.waymark.cli.demo;

import org.jspecify.annotations.NullMarked;
