/// What lists brought: how often their items were shown, clicked, put into carts and bought, by
/// placement and by arm.
@NullMarked
package io.waymark.recommend.outcomes;

import org.jspecify.annotations.NullMarked;
