/// Who may do what, and that no tenant sees another: the whole service, asked from outside.
@NullMarked
package io.waymark.cli.permissions;

import org.jspecify.annotations.NullMarked;
