package dev.gosync.acceptance;

import dev.gosync.entra.EntraFake;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A group with members that are no users. Another group has members too. */
final class EntraGroupPlace extends EntraPlace {
    private static final String OTHER = "Web";

    EntraGroupPlace() {
        super("entra-group", false);
    }

    /** A batch that only reads is not a write. */
    @Override
    boolean isWrite(String method, String path, String body) {
        return path.endsWith("/$batch") && body.matches("(?s).*\"method\":\"(PATCH|POST|DELETE)\".*");
    }

    @Override
    void seed(Path folder, List<String> members, List<String> coming) {
        fake.introduce(coming);
        fake.join(members);
        fake.joinOthers(3);
        fake.join(OTHER, FaultPlaces.OTHERS);
    }

    @Override
    String entry(String address) {
        return "{ group: " + EntraFake.GROUP_NAME + ", " + account(address) + " }";
    }

    @Override
    Set<String> members(Path folder) {
        return fake.members();
    }

    @Override
    String untouchable(Path folder) {
        return fake.people() + " " + fake.otherMembers() + " " + fake.members(OTHER);
    }
}
