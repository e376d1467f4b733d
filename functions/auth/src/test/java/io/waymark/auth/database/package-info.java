@NullMarked
package io.waymark.auth.database;

import org.jspecify.annotations.NullMarked;
