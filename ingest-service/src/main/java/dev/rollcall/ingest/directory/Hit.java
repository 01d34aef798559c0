package dev.rollcall.ingest.directory;

import dev.rollcall.event.ResourceType;
import dev.rollcall.schemas.query.Position;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A resource that matches.
 *
 * @param document where it was read whole already
 */
record Hit(ResourceType type, Position position, @Nullable Document document) {}
