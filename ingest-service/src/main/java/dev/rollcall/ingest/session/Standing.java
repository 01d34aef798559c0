package dev.rollcall.ingest.session;

import dev.rollcall.event.AccessPolicy;
import dev.rollcall.event.ConnectionSetting;
import dev.rollcall.event.IdentityUpdate;
import dev.rollcall.event.PolicyRule;
import dev.rollcall.event.Role;
import dev.rollcall.event.RuleKind;
import dev.rollcall.ingest.credential.AdminToken;
import dev.rollcall.ingest.directory.People;
import dev.rollcall.ingest.directory.People.Presence;
import dev.rollcall.ingest.policy.Access;
import dev.rollcall.ingest.policy.Fit;
import dev.rollcall.ingest.policy.Subject;
import dev.rollcall.schemas.scim.UserNames;
import dev.rollcall.schemas.setting.Settings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a session is worth now: by the policies and the connection as the settings have them, and by what the directory
 * says of its person, which is read every time. Blocking.
 */
@Component
public final class Standing {

    private final People people;
    private final AdminToken admin;
    private final Clock clock;

    Standing(People people, AdminToken admin, Clock clock) {
        this.people = people;
        this.admin = admin;
        this.clock = clock;
    }

    /** The session of somebody who just signed in. */
    public Session begin(Login login, Settings settings) {
        String connection = login.connection();
        @Nullable
        String user = people.find(connection, login.subject(), login.email()).orElse(null);
        List<AccessPolicy> policies = policies(settings);
        var rules = new ArrayList<PolicyRule>(Access.rules(RuleKind.CLAIM, connection, policies));
        Set<PolicyRule> groupRules = Access.rules(RuleKind.GROUP, connection, policies);
        rules.addAll(groupRules);
        Set<String> groups = user == null ? Set.of() : people.groupsOf(connection, user);
        Subject inGroups = user == null ? _ -> Fit.UNKNOWN : inGroups(connection, groups, groupRules);
        long now = clock.instant().getEpochSecond();
        return new Session(
                connection,
                login.subject(),
                login.name(),
                login.email(),
                user,
                user == null ? null : Session.digest(groups),
                Facts.of(
                        rules,
                        rule -> rule.getKind() == RuleKind.GROUP
                                ? inGroups.fits(rule)
                                : login.claims().fits(rule)),
                Session.opener(login.provider()),
                now,
                now);
    }

    /** The session of whoever has the administrator's token. */
    Session beginAsAdmin() {
        return Session.ofToken(
                admin.fingerprint(), Instant.ofEpochSecond(clock.instant().getEpochSecond()));
    }

    /** The person and their role; empty where the session has ended. */
    public Optional<Person> of(Session session, Settings settings) {
        String connection = session.connection();
        if (connection == null) {
            return session.opener().equals(admin.fingerprint())
                    ? Optional.of(new Person(session, Role.ADMIN))
                    : Optional.empty();
        }
        return settings.connection(connection)
                .map(Settings.Entry::value)
                .filter(setting -> isOpen(setting, session))
                .flatMap(setting -> subject(connection, setting, session, policies(settings)))
                .map(subject -> new Person(session, Access.roleOf(subject, connection, policies(settings))));
    }

    private static boolean isOpen(ConnectionSetting setting, Session session) {
        return setting.getEnabled()
                && setting.getProvider() != null
                && Session.opener(setting.getProvider()).equals(session.opener());
    }

    /** Empty where the directory ends the session. */
    private Optional<Subject> subject(
            String connection, ConnectionSetting setting, Session session, List<AccessPolicy> policies) {
        String user = session.user();
        IdentityUpdate update = setting.getIdentityUpdate();
        if (user == null || (update == IdentityUpdate.NO_ACTION && !setting.getUserDeprovision())) {
            return Optional.of(subject(session, session.facts()::fit));
        }
        Presence presence = people.presence(connection, user);
        if (setting.getUserDeprovision() && presence != Presence.ACTIVE) {
            return Optional.empty();
        }
        return switch (update) {
            case NO_ACTION -> Optional.of(subject(session, session.facts()::fit));
            case REAUTH ->
                Session.digest(people.groupsOf(connection, user)).equals(session.groups())
                        ? Optional.of(subject(session, session.facts()::fit))
                        : Optional.empty();
            case AUTOMATIC, UNKNOWN ->
                Optional.of(subject(
                        session,
                        presence == Presence.ABSENT
                                ? _ -> Fit.UNKNOWN
                                : inGroups(
                                        connection,
                                        people.groupsOf(connection, user),
                                        Access.rules(RuleKind.GROUP, connection, policies))));
        };
    }

    private static Subject subject(Session session, Subject inGroups) {
        String email = session.email() == null ? null : UserNames.folded(session.email());
        return rule -> switch (rule.getKind()) {
            case EVERYONE -> Fit.YES;
            case EMAIL -> email == null ? Fit.UNKNOWN : Fit.of(email.equals(UserNames.folded(rule.getValue())));
            case DOMAIN ->
                email == null
                        ? Fit.UNKNOWN
                        : Fit.of(email.substring(email.lastIndexOf('@') + 1).equals(UserNames.folded(rule.getValue())));
            case CLAIM -> session.facts().fit(rule);
            case GROUP -> inGroups.fits(rule);
            case UNKNOWN -> Fit.UNKNOWN;
        };
    }

    private Subject inGroups(String connection, Set<String> groups, Collection<PolicyRule> rules) {
        Map<String, Set<String>> named = people.groupsNamed(
                connection, rules.stream().map(PolicyRule::getValue).toList());
        return rule ->
                Fit.of(!Collections.disjoint(named.getOrDefault(UserNames.folded(rule.getValue()), Set.of()), groups));
    }

    private static List<AccessPolicy> policies(Settings settings) {
        return settings.policies().stream().map(Settings.Entry::value).toList();
    }
}
