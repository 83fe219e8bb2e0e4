package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.github.Roster.Invitation;
import dev.gosync.github.TeamCalls.OrganizationStatus;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the accounts and the invitations that things mean. Threads may share it.
 *
 * @param place the name of the team
 */
record TeamPeople(String place, Translation translation) {
    static final String ADDING = "adding a member";

    /** {@return the accounts of things, by thing as given} */
    Map<String, Set<String>> logins(Collection<String> things) throws IOException, InterruptedException {
        return translation.logins(place, things);
    }

    /**
     * Returns the things of accounts, by {@link GitHubAccount#loginKey}; an empty list for an account without a thing.
     *
     * @param known of accounts that were asked about before
     */
    Map<String, List<String>> names(Set<String> accounts, Map<String, List<String>> known)
            throws IOException, InterruptedException {
        Map<String, List<String>> names = new HashMap<>(known);
        List<String> missing = accounts.stream()
                .filter(login -> !names.containsKey(GitHubAccount.loginKey(login)))
                .toList();
        missing.forEach(login -> names.put(GitHubAccount.loginKey(login), List.of()));
        names.putAll(translation.names(place, missing));
        return names;
    }

    /** {@return all accounts of some things} */
    static Set<String> accounts(Map<String, Set<String>> logins, List<String> things) {
        return things.stream()
                .flatMap(thing -> logins.getOrDefault(thing, Set.of()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Returns the account of a thing.
     *
     * @throws AdapterException if it has several
     */
    Optional<String> account(String thing, Map<String, Set<String>> known, String operation) {
        Set<String> logins = known.getOrDefault(thing, Set.of());
        if (logins.size() > 1) {
            throw AdapterException.of(FailureKind.REFUSED_THING, place, operation, Emails.ambiguous(thing, logins))
                    .remedy("Remove the address from all accounts except one, in the source of the identities.")
                    .build();
        }
        return logins.stream().findFirst();
    }

    /** {@return the invitation of a thing: of its account, or of one of its addresses} */
    Optional<Invitation> invitation(
            String thing, Optional<String> login, Roster roster, Map<String, List<String>> names) {
        Set<String> emails = new HashSet<>();
        if (translation.knowsEmails()) {
            emails.add(thing);
            login.ifPresent(known -> emails.addAll(names.getOrDefault(GitHubAccount.loginKey(known), List.of())));
        }
        return roster.invitation(login, emails);
    }

    /** {@return why an account with this status cannot be added; empty if it can be} */
    Optional<AdapterException> refusal(@Nullable OrganizationStatus status) {
        if (status == OrganizationStatus.OUTSIDE) {
            return Optional.of(outside());
        }
        return status == OrganizationStatus.NO_ACCOUNT ? Optional.of(unknown(ADDING)) : Optional.empty();
    }

    /**
     * Returns what a plan says if some of the accounts to be added may be outside the organization. Only the write tells
     * which ones are. Finding that out before would take one call for each {@link Document#MOST} accounts.
     */
    Optional<String> invitesSome(Collection<String> accounts) {
        return accounts.isEmpty() || translation.findsMembersOnly()
                ? Optional.empty()
                : Optional.of("Users outside the GitHub organization get an invitation, and join when they accept it."
                        + " To refuse them in the plan instead, set invite: false.");
    }

    AdapterException outside() {
        return AdapterException.of(
                        FailureKind.REFUSED_THING, place, ADDING, "not in the organization, and invite is off")
                .remedy("Add the user to the organization first, or set invite: true to invite the user.")
                .build();
    }

    AdapterException unknown(String operation) {
        return AdapterException.of(FailureKind.UNKNOWN_THING, place, operation, "no GitHub account is known")
                .build();
    }
}
