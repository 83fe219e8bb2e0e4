package dev.gosync.acceptance;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The users of a tenant. */
final class EntraUsersPlace extends EntraPlace {
    EntraUsersPlace() {
        super("entra-users", true);
    }

    @Override
    void seed(Path folder, List<String> members, List<String> coming) {
        fake.introduce(members);
    }

    @Override
    String entry(String address) {
        return "{ " + account(address) + " }";
    }

    @Override
    Set<String> members(Path folder) {
        return fake.people();
    }

    @Override
    String untouchable(Path folder) {
        return fake.people().toString();
    }
}
