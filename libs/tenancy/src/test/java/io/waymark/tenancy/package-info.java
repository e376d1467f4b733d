@NullMarked
package io.waymark.tenancy;

import org.jspecify.annotations.NullMarked;
