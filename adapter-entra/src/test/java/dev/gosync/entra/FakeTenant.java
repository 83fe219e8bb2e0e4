package dev.gosync.entra;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The users and groups of {@link EntraFake}, which guards it. */
final class FakeTenant {
    final Map<String, FakeUser> users = new LinkedHashMap<>();
    final Map<String, FakeGroup> groups = new LinkedHashMap<>();

    /** The types of members that are no users, by id. */
    final Map<String, String> others = new LinkedHashMap<>();

    /** Whether the app lacks the permission to see more of users than their ids. */
    boolean hidesUsers;

    private final Map<String, FakeUser> byMail = new LinkedHashMap<>();
    private @Nullable Set<String> shown;

    FakeTenant() {
        groups.put(EntraFake.GROUP, new FakeGroup(EntraFake.GROUP, EntraFake.GROUP_NAME));
    }

    /** The group that is there at first. */
    FakeGroup group() {
        return Objects.requireNonNull(groups.get(EntraFake.GROUP));
    }

    /** The group with this name, which is made if there is none. */
    FakeGroup named(String name) {
        return groups.values().stream()
                .filter(group -> group.name.equals(name))
                .findFirst()
                .orElseGet(() -> {
                    FakeGroup group = new FakeGroup("%08x-eeee-4fff-8aaa-000000000000".formatted(groups.size()), name);
                    groups.put(group.id, group);
                    return group;
                });
    }

    /** The account with this mail address, which is opened if there is none. */
    FakeUser user(String mail) {
        return byMail.computeIfAbsent(mail.toLowerCase(Locale.ROOT), ignored -> {
            FakeUser user = new FakeUser("%08x-aaaa-4bbb-8ccc-%012x".formatted(users.size() + 1, users.size() + 1));
            user.mail = mail;
            user.name = "u" + (users.size() + 1) + "@" + EntraFake.TENANT;
            users.put(user.id, user);
            return user;
        });
    }

    /** Deletes an account, if it is there. */
    boolean delete(String id) {
        if (users.remove(id) == null) {
            return false;
        }
        byMail.values().removeIf(user -> user.id.equals(id));
        groups.values().forEach(group -> group.members.remove(id));
        return true;
    }

    /** Makes so many members of the group that are no users, of several types. */
    void joinOthers(int count) {
        for (int i = 0; i < count; i++) {
            String id = "%08x-dddd-4eee-8fff-%012x".formatted(others.size() + 1, others.size() + 1);
            others.put(id, List.of("group", "device", "orgContact").get(others.size() % 3));
            group().members.add(id);
        }
    }

    /** The members that are users, under the addresses that Entra lists them with. */
    Set<String> members(FakeGroup group) {
        Set<String> members = new TreeSet<>();
        for (String id : group.members) {
            FakeUser user = users.get(id);
            if (user != null) {
                members.add(user.thing());
            }
        }
        return members;
    }

    // --- What Graph shows of it

    /** The ids that a listing of the group shows. */
    Set<String> listed(FakeGroup group, boolean nested) {
        Set<String> ids = new LinkedHashSet<>();
        collect(group, nested, ids, new HashSet<>());
        return ids;
    }

    private void collect(FakeGroup group, boolean nested, Set<String> ids, Set<String> seen) {
        seen.add(group.id);
        Set<String> members = shown == null || !group.id.equals(EntraFake.GROUP) ? group.members : shown;
        for (String id : members) {
            ids.add(id);
            FakeGroup inner = groups.get(id);
            if (nested && inner != null && !seen.contains(id)) {
                collect(inner, true, ids, seen);
            }
        }
    }

    /** What a listing shows from now on is what is there now, whatever is written. */
    void stopShowingChanges() {
        shown = new LinkedHashSet<>(group().members);
    }

    /** Shows what is really there again. */
    void showChanges() {
        shown = null;
    }
}
