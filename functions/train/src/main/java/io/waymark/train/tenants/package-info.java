/// Whose data there is to train on.
@NullMarked
package io.waymark.train.tenants;

import org.jspecify.annotations.NullMarked;
