package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People whom somebody else lists: a file, or a directory of the caller's own. One page holds them all. */
final class ListedPeople implements IdentitySource {
    private final GitHubIdentities.Directory directory;

    ListedPeople(GitHubIdentities.Directory directory) {
        this.directory = directory;
    }

    @Override
    public boolean isReadForAnybody() {
        return true;
    }

    @Override
    public Page page(String place, Optional<String> cursor) throws IOException, InterruptedException {
        List<Person> people = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : directory.emailsByLogin().entrySet()) {
            if (!Logins.isLogin(entry.getKey())) {
                throw AdapterException.of(
                                FailureKind.INVALID_REQUEST,
                                place,
                                "reading identities",
                                "'" + entry.getKey() + "' is no login")
                        .remedy("Correct the list of identities: a login has letters, digits and hyphens only.")
                        .build();
            }
            people.add(new Person(entry.getKey(), entry.getValue()));
        }
        return new Page(people, Optional.empty(), people.size());
    }
}
