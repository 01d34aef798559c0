package dev.rollcall.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;

/** Hands a command to the engine and returns its reply. */
@FunctionalInterface
interface Command {

    Document run(Document query);
}
