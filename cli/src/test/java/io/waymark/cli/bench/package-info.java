/// The table of goals: what is measured, and how it is held against goals and peers.
@NullMarked
package io.waymark.cli.bench;

import org.jspecify.annotations.NullMarked;
