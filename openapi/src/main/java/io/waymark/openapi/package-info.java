/// Part of the build, in no archive: puts the OpenAPI documents that the functions' compilations
/// write together into the one that `recommend` serves.
@NullMarked
package io.waymark.openapi;

import org.jspecify.annotations.NullMarked;
