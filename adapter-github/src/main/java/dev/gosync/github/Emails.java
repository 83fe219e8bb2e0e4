package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Things are e-mail addresses. Each directory is asked for the people whom the directories before it did not find. */
final class Emails implements Translation {
    private final List<GitHubDirectory> directories;

    Emails(List<GitHubDirectory> directories) {
        this.directories = List.copyOf(directories);
    }

    @Override
    public String leftOutAs() {
        return "no e-mail";
    }

    @Override
    public boolean knowsEmails() {
        return true;
    }

    @Override
    public boolean findsMembersOnly() {
        return directories.stream().allMatch(GitHubDirectory::findsMembersOnly);
    }

    @Override
    public Map<String, List<String>> names(String place, Collection<String> logins)
            throws IOException, InterruptedException {
        Map<String, GitHubAccount> found = new HashMap<>();
        List<String> missing = new ArrayList<>(logins);
        for (GitHubDirectory directory : directories) {
            directory.ofLogins(place, missing).forEach((key, person) -> {
                if (!person.emails().isEmpty()) {
                    found.put(key, person);
                }
            });
            missing.removeIf(login -> found.containsKey(GitHubAccount.loginKey(login)));
        }
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Map.Entry<String, GitHubAccount> entry : found.entrySet()) {
            GitHubAccount person = entry.getValue();
            for (GitHubDirectory directory : directories) {
                person = person.and(new GitHubAccount(person.login(), directory.alreadyKnownEmails(person.login())));
            }
            names.put(entry.getKey(), person.emails());
        }
        return names;
    }

    @Override
    public Map<String, List<String>> things(String place, Collection<String> logins)
            throws IOException, InterruptedException {
        Map<String, List<String>> things = names(place, logins);
        for (List<String> emails : things.values()) {
            for (String email : emails) {
                Set<String> owners = owners(email);
                if (owners.size() > 1) {
                    throw AdapterException.of(
                                    FailureKind.MALFORMED_ANSWER, place, "reading identities", ambiguous(email, owners))
                            .remedy("Remove the address from all accounts except one, in the source of the identities.")
                            .build();
                }
            }
        }
        return things;
    }

    @Override
    public Map<String, Set<String>> logins(String place, Collection<String> things)
            throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>(things);
        missing.removeIf(thing -> thing.indexOf('@') < 1);
        for (GitHubDirectory directory : directories) {
            missing.removeAll(directory.ofEmails(place, missing).keySet());
        }
        Map<String, Set<String>> logins = new LinkedHashMap<>();
        for (String thing : things) {
            logins.put(thing, owners(thing));
        }
        return logins;
    }

    static String ambiguous(String email, Set<String> owners) {
        return email + " belongs to " + owners.size() + " accounts: " + String.join(", ", new TreeSet<>(owners));
    }

    /** Returns the accounts that have an address in any of the directories. */
    private Set<String> owners(String email) throws IOException, InterruptedException {
        Map<String, String> owners = new LinkedHashMap<>();
        for (GitHubDirectory directory : directories) {
            directory
                    .alreadyKnownLogins(email)
                    .forEach(login -> owners.putIfAbsent(GitHubAccount.loginKey(login), login));
        }
        return new LinkedHashSet<>(owners.values());
    }
}
