package dev.rollcall.sync.drift;

import dev.rollcall.schemas.directory.DirectoryCollections;
import dev.rollcall.schemas.erasure.Erasures;
import dev.rollcall.sync.app.App;
import dev.rollcall.sync.app.AppHttp;
import dev.rollcall.sync.app.ScimReader;
import dev.rollcall.sync.app.Seats;
import dev.rollcall.sync.delivery.Expectation;

/** An app and all that it is compared with, for one run. */
record Scene(App app, Target target, Directory directory, FactsReader facts, GroupMembers members, Judge judge) {

    static Scene of(
            App app,
            AppHttp http,
            Seats seats,
            DirectoryCollections collections,
            Erasures erasures,
            DriftProperties properties) {
        var expectation = new Expectation(app, seats);
        var whole = new Wholeness(collections);
        var directory = new Directory(app, collections, whole);
        var facts = new FactsReader(app.id(), expectation, collections, erasures, whole);
        return new Scene(
                app,
                new Target(new ScimReader(app, http), properties),
                directory,
                facts,
                new GroupMembers(app.id(), directory, facts),
                new Judge(expectation));
    }
}
