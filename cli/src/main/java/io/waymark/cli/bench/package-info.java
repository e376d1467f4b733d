/// What the engine costs on this machine, beside its peers and its goals.
@NullMarked
package io.waymark.cli.bench;

import org.jspecify.annotations.NullMarked;
