@NullMarked
package io.waymark.files;

import org.jspecify.annotations.NullMarked;
