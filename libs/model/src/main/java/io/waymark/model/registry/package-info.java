/// Which model versions a tenant has, which one answers, and where their packages lie.
@NullMarked
package io.waymark.model.registry;

import org.jspecify.annotations.NullMarked;
