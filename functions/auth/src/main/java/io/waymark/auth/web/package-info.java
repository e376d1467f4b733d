/// What the controllers of this function have in common: reading fields.
@NullMarked
package io.waymark.auth.web;

import org.jspecify.annotations.NullMarked;
