package dev.rollcall.schemas.scope;

import dev.rollcall.event.Enterprise;
import dev.rollcall.event.Group;
import dev.rollcall.event.GroupReference;
import dev.rollcall.event.GroupState;
import dev.rollcall.event.MultiValue;
import dev.rollcall.event.Name;
import dev.rollcall.event.User;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.topic.TrustedRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A user and a group to look at. */
final class Subjects {

    static {
        TrustedRecords.trust();
    }

    private Subjects() {}

    static UserState user(String userName, boolean active) {
        return state(attributes(userName).setActive(active).build());
    }

    /** Whose client removed active. */
    static UserState userWithoutActive(String userName) {
        return state(attributes(userName).setActiveAssigned(false).build());
    }

    private static User.Builder attributes(String userName) {
        return User.newBuilder()
                .setUserName(userName)
                .setName(Name.newBuilder().setFamilyName("Lovelace").build())
                .setEmails(List.of(
                        MultiValue.newBuilder()
                                .setValue(userName + "@home.example")
                                .setType("home")
                                .build(),
                        MultiValue.newBuilder()
                                .setValue(userName + "@Work.example")
                                .setType("work")
                                .build()))
                .setEnterprise(Enterprise.newBuilder().setDepartment("Sales").build())
                .setExtensions(Map.of("urn:example:badge:1.0:User", "{\"level\":3}"));
    }

    private static UserState state(User attributes) {
        return UserState.newBuilder()
                .setConnection("c1")
                .setId("u1")
                .setVersion(1)
                .setSequence(1)
                .setCreated(Instant.EPOCH)
                .setLastModified(Instant.EPOCH)
                .setAttributes(attributes)
                .build();
    }

    static GroupState group(String displayName) {
        return GroupState.newBuilder()
                .setConnection("c1")
                .setId("g1")
                .setVersion(1)
                .setSequence(1)
                .setCreated(Instant.EPOCH)
                .setLastModified(Instant.EPOCH)
                .setAttributes(Group.newBuilder().setDisplayName(displayName).build())
                .build();
    }

    static List<GroupReference> in(String... groups) {
        return Stream.of(groups)
                .map(group -> new GroupReference("id-" + group, group))
                .toList();
    }
}
