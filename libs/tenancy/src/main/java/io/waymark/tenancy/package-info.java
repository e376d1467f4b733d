/// The words every module agrees on. Values here are checked when they are made, so that code below
/// the edge never meets a malformed one. No dependencies.
@NullMarked
package io.waymark.tenancy;

import org.jspecify.annotations.NullMarked;
