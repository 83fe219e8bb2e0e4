package dev.gosync.github;

import dev.gosync.adapter.Listing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects a listing: each member under its first thing, unless another member has that one. For one thread. */
final class TeamListing {
    private final String leftOutAs;
    private final Set<String> things = new LinkedHashSet<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, String> keptFor = new LinkedHashMap<>();
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final Map<String, String> spellings = new HashMap<>();
    private final Set<String> byAddress = new HashSet<>();

    /**
     * Starts with nobody.
     *
     * @param leftOutAs why a member without a thing is left out
     */
    TeamListing(String leftOutAs) {
        this.leftOutAs = leftOutAs;
    }

    /**
     * Adds a member or an invited user.
     *
     * @param login empty if only an address is invited
     * @param names its things; the first one is listed
     * @param whyKept empty if it may be removed
     */
    void add(Optional<String> login, List<String> names, Optional<String> whyKept) {
        if (names.isEmpty()) {
            leftOut.merge(leftOutAs, 1, Integer::sum);
            return;
        }
        @Nullable String taken = spellings.get(GitHubAccount.emailKey(names.get(0)));
        String listed = taken == null ? names.get(0) : taken;
        login.ifPresent(account -> spellings.put(GitHubAccount.loginKey(account), listed));
        if (taken != null) {
            return; // invited by the address of a member
        }
        spellings.put(GitHubAccount.emailKey(listed), listed);
        things.add(listed);
        if (login.isEmpty()) {
            byAddress.add(listed);
        }
        whyKept.ifPresent(reason -> keptFor.put(listed, reason));
        for (String other : names.subList(1, names.size())) {
            if (spellings.putIfAbsent(GitHubAccount.emailKey(other), listed) == null) {
                aliases.put(other, listed);
            }
        }
    }

    /** {@return the listed spelling of all members and invited users, by login and by address} */
    Map<String, String> spellings() {
        return spellings;
    }

    /** {@return the things that are listed only because their address is invited} */
    Set<String> byAddress() {
        return byAddress;
    }

    Listing listing() {
        return new Listing(things, aliases, keptFor, leftOut);
    }
}
