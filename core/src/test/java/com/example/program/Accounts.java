package com.example.program;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A group of a service that knows people by account. An account may have several addresses; the group lists the first. It
 * records each write that it is asked for.
 */
final class Accounts implements Adapter {
    private final Map<String, String> accountByAddress = new HashMap<>();
    private final Map<String, String> addressByAccount = new HashMap<>();
    private final Set<String> members = new LinkedHashSet<>();
    private final Map<String, String> kept = new HashMap<>();
    private final List<String> writes = new ArrayList<>();
    private Matching matching = Matching.exact();
    private boolean tellsBefore = true;
    private FailureKind additionsFailWith = FailureKind.UNKNOWN_THING;
    private boolean additionsFail;
    private final Map<String, FailureKind> refusals = new HashMap<>();
    private final List<List<String>> asked = new ArrayList<>();
    private String name = "group";
    private @Nullable RuntimeException previewFailure;
    private @Nullable AdapterException laterReadsFailWith;
    private boolean showsAliasesLater;
    private List<String> warnings = List.of();
    private int reads;

    /** A group whose members have an account each. */
    static Accounts with(String... members) {
        Accounts group = new Accounts();
        for (String member : members) {
            group.account(member);
            group.members.add(member);
        }
        return group;
    }

    static Accounts numbered(int members) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            names.add("p" + i + "@x");
        }
        return with(names.toArray(String[]::new));
    }

    /** The preview warns of something. */
    Accounts warns(String warning) {
        warnings = List.of(warning);
        return this;
    }

    /** An account that has these addresses and is no member. */
    Accounts account(String... addresses) {
        for (String address : addresses) {
            accountByAddress.put(address, addresses[0]);
        }
        addressByAccount.put(addresses[0], addresses[0]);
        return this;
    }

    /** Another address of an account. */
    Accounts alsoKnownAs(String address, String other) {
        accountByAddress.put(other, accountByAddress.get(address));
        return this;
    }

    Accounts keeping(String member, String why) {
        kept.put(member, why);
        return this;
    }

    /** Makes only the write tell who is unknown. */
    Accounts tellingAtTheWrite() {
        tellsBefore = false;
        return this;
    }

    Accounts matching(Matching matching) {
        this.matching = matching;
        return this;
    }

    /** Makes every addition fail. */
    Accounts additionsFailWith(FailureKind kind) {
        additionsFail = true;
        additionsFailWith = kind;
        return this;
    }

    Accounts named(String name) {
        this.name = name;
        return this;
    }

    /** Makes the preview say that an address is refused. */
    Accounts refusing(String address, FailureKind kind) {
        account(address);
        refusals.put(address, kind);
        return this;
    }

    Accounts previewFailsWith(RuntimeException failure) {
        previewFailure = failure;
        return this;
    }

    /** Makes every reading but the first fail. */
    Accounts laterReadsFailWith(FailureKind kind) {
        laterReadsFailWith =
                AdapterException.of(kind, name, "list", "it cannot be read").build();
        return this;
    }

    /** Makes every reading but the first list the other addresses of members as aliases. */
    Accounts showingAliasesLater() {
        showsAliasesLater = true;
        return this;
    }

    int reads() {
        return reads;
    }

    /** The additions of each preview. */
    List<List<String>> asked() {
        return asked;
    }

    Set<String> members() {
        return new TreeSet<>(members);
    }

    List<String> writes() {
        return writes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Matching matching() {
        return matching;
    }

    @Override
    public Listing get() {
        reads++;
        if (reads > 1 && laterReadsFailWith != null) {
            throw laterReadsFailWith;
        }
        Map<String, String> aliases = new HashMap<>();
        if (reads > 1 && showsAliasesLater) {
            accountByAddress.forEach((address, account) -> {
                if (!address.equals(account) && members.contains(account)) {
                    aliases.put(address, account);
                }
            });
        }
        return new Listing(members, aliases, kept, Map.of());
    }

    @Override
    public Preview preview(List<String> additions) {
        asked.add(additions);
        if (previewFailure != null) {
            throw previewFailure;
        }
        if (!tellsBefore) {
            return Preview.nothing();
        }
        Map<String, dev.gosync.adapter.Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        for (String addition : additions) {
            String account = accountByAddress.get(addition);
            FailureKind refusal = refusals.get(addition);
            if (account == null) {
                failures.put(addition, unknown(addition).failure());
            } else if (refusal != null) {
                failures.put(
                        addition,
                        AdapterException.of(refusal, name, "look up", "it says no")
                                .build()
                                .failure());
            } else if (!account.equals(addition)) {
                sameAs.put(addition, account);
            }
        }
        return new Preview(failures, sameAs, warnings);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> {
            writes.add("+" + thing);
            if (additionsFail) {
                throw AdapterException.of(additionsFailWith, name(), "add", "it says no")
                        .build();
            }
            String account = accountByAddress.get(thing);
            if (account == null) {
                throw unknown(thing);
            }
            if (members.add(account)) {
                outcomes.succeeded(thing, "invited");
            } else {
                outcomes.alreadyThere(thing);
            }
        });
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        outcomes.each(things, thing -> {
            writes.add("-" + thing);
            members.remove(accountByAddress.get(thing));
        });
    }

    private AdapterException unknown(String thing) {
        return AdapterException.of(FailureKind.UNKNOWN_THING, name(), "look up", thing + " is unknown to the service")
                .build();
    }
}
