package dev.rollcall.sync.delivery;

import dev.rollcall.event.GroupReference;
import dev.rollcall.schemas.delivery.Standing;
import java.util.List;

/**
 * What an app's scope makes of a delivery.
 *
 * @param standing that the resource has once its changes of this batch are delivered
 * @param groups of a user, for what the app gets of them
 */
record Placing(Standing standing, List<GroupReference> groups) {}
