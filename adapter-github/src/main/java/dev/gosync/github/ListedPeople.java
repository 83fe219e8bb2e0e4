package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people of a file or of the caller's directory. One page has them all. */
final class ListedPeople implements IdentitySource {
    private final GitHubIdentities.Directory directory;

    ListedPeople(GitHubIdentities.Directory directory) {
        this.directory = directory;
    }

    @Override
    public boolean isFree() {
        return true;
    }

    @Override
    public Optional<List<GitHubAccount>> find(String place, List<String> loginsOrEmails)
            throws IOException, InterruptedException {
        Optional<Map<String, List<String>>> found = directory.find(new LinkedHashSet<>(loginsOrEmails));
        return found.isPresent() ? Optional.of(people(place, found.get())) : Optional.empty();
    }

    @Override
    public Page page(String place, Optional<String> cursor) throws IOException, InterruptedException {
        List<GitHubAccount> people = people(place, directory.emailsByLogin());
        return new Page(people, people, null, people.size());
    }

    private static List<GitHubAccount> people(String place, Map<String, List<String>> emailsByLogin) {
        List<GitHubAccount> people = new ArrayList<>();
        emailsByLogin.forEach((login, emails) -> {
            if (!Logins.isLogin(login)) {
                throw AdapterException.of(
                                FailureKind.INVALID_REQUEST,
                                place,
                                "reading identities",
                                "'" + login + "' is not a login")
                        .remedy("Correct the list of identities: a login has only letters, digits and hyphens.")
                        .build();
            }
            people.add(new GitHubAccount(login, emails));
        });
        return people;
    }
}
