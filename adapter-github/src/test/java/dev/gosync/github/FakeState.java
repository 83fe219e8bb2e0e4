package dev.gosync.github;

import dev.gosync.testkit.FakeAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts, teams and invitations of the fake, which guards them with its lock. */
final class FakeState {
    /** An account. {@code null} means that GitHub has no value. */
    static final class Account {
        final String login;
        boolean inOrganization = true;
        boolean refused;

        @Nullable FakeAnswer refusal;

        @Nullable String nameId;

        @Nullable String scimName;

        List<String> emails = List.of();
        List<String> verified = List.of();

        Account(String login) {
            this.login = login;
        }
    }

    static final class Invitation {
        final long id;
        final Optional<String> login;
        final Optional<String> email;
        final Set<String> teams = new LinkedHashSet<>();
        boolean failed;

        Invitation(long id, Optional<String> login, Optional<String> email) {
            this.id = id;
            this.login = login;
            this.email = email;
        }
    }

    static final class Team {
        final Map<String, String> roles = new LinkedHashMap<>();

        /** How many times each member was added, removed or given a role through the API. */
        final Map<String, Integer> writes = new HashMap<>();

        final Set<String> children = new LinkedHashSet<>();
        boolean managedElsewhere;
    }

    final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Account> accountsByNameId = new HashMap<>();
    final Map<String, Team> teams = new LinkedHashMap<>();
    final List<Invitation> invitations = new ArrayList<>();
    GitHubFake.Provider provider = GitHubFake.Provider.ORGANIZATION;
    int unlinked;

    /** Returns the account of a login, and opens it if necessary. */
    Account account(String login) {
        return accounts.computeIfAbsent(key(login), ignored -> new Account(login));
    }

    void identify(Account account, @Nullable String nameId) {
        account.nameId = nameId;
        accountsByNameId.put(key(nameId), account);
    }

    /** Finds an account by its login, or by its name at the identity provider. */
    Optional<Account> known(String name) {
        Account byNameId = accountsByNameId.get(key(name));
        return byNameId != null && key(byNameId.nameId).equals(key(name))
                ? Optional.of(byNameId)
                : Optional.ofNullable(accounts.get(key(name)));
    }

    /** Returns the team of a slug, and makes it if necessary. */
    Team team(String slug) {
        return teams.computeIfAbsent(slug, ignored -> new Team());
    }

    /** Returns the same key for all spellings of one name. */
    static String key(@Nullable Object name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }
}
