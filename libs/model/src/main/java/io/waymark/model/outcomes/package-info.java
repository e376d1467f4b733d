/// What became of lists: how often their items were shown, clicked, put into carts and bought, as
/// events tell that bring back the name of an answer. Counts alone; who did it stands nowhere here.
@NullMarked
package io.waymark.model.outcomes;

import org.jspecify.annotations.NullMarked;
