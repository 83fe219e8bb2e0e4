package dev.gosync.entra;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The direct members of a group, by e-mail address. Threads may share it. */
final class EntraGroup implements Adapter {
    private final EntraApi api;
    private final EntraDirectory directory;
    private final GroupKey key;
    private final String name;

    /** What the last read showed: a hint. A removal means the member that was listed, whatever its address is by then. */
    private volatile Map<String, List<String>> listed = Map.of();

    /** The group as it was read last, so that a write does not read it again. */
    private volatile @Nullable TargetGroup group;

    EntraGroup(EntraApi api, EntraDirectory directory, GroupKey key, String name) {
        this.api = api;
        this.directory = directory;
        this.key = key;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        TargetGroup found = api.group(name, key);
        AccountListing members = MemberReader.read(api, name, found.id(), false);
        group = found;
        listed = members.ids();
        return members.listing();
    }

    /** Entra ignores case in an address. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        Optional<AdapterException> readOnly = group().readOnly(api.failures(), name);
        Map<String, Failure> failures = new HashMap<>();
        Map<String, String> sameAs = new HashMap<>();
        if (readOnly.isPresent()) {
            additions.forEach(thing -> failures.put(thing, readOnly.get().failure()));
            return new Preview(failures, sameAs);
        }
        Map<String, List<EntraAccount>> found = directory.find(name, additions);
        for (String thing : additions) {
            List<EntraAccount> meant = meant(found.getOrDefault(thing, List.of()));
            if (meant.size() != 1) {
                failures.put(thing, notOne(meant.size()).failure());
            } else if (!EntraAccount.key(meant.get(0).thing()).equals(EntraAccount.key(thing))) {
                sameAs.put(thing, meant.get(0).thing());
            }
        }
        return new Preview(failures, sameAs);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    @Override
    public void change(Change asked, Outcomes outcomes) throws IOException, InterruptedException {
        if (asked.isEmpty()) {
            return;
        }
        GroupChange change = outcomes.prepare(() -> prepared(asked));
        change.reportWhatIsNotTried(outcomes);
        outcomes.halves(
                change.rest(),
                additions -> change.add(additions, outcomes),
                removals -> change.remove(removals, outcomes));
    }

    /** Looks at the group and finds the ids, before the first write. */
    private GroupChange prepared(Change asked) throws InterruptedException {
        TargetGroup target = group();
        Optional<AdapterException> readOnly = target.readOnly(api.failures(), name);
        if (readOnly.isPresent()) {
            throw readOnly.get();
        }
        Map<String, List<String>> known = listed;
        Map<String, List<String>> removed = new HashMap<>();
        List<String> others = new ArrayList<>(asked.additions());
        for (String thing : asked.removals()) {
            List<String> ids = known.get(EntraAccount.key(thing));
            if (ids == null) {
                others.add(thing);
            } else {
                removed.put(thing, ids);
            }
        }
        Map<String, List<EntraAccount>> found = directory.find(name, others);
        Map<String, String> added = new LinkedHashMap<>();
        Map<String, AdapterException> cannot = new LinkedHashMap<>();
        for (String thing : asked.additions()) {
            List<EntraAccount> meant = meant(found.getOrDefault(thing, List.of()));
            if (meant.size() == 1) {
                added.put(thing, meant.get(0).id());
            } else {
                cannot.put(thing, notOne(meant.size()));
            }
        }
        Set<String> stay = new HashSet<>(added.values());
        List<String> staying = new ArrayList<>();
        List<String> removals = new ArrayList<>();
        for (String thing : asked.removals()) {
            List<String> ids = removed.containsKey(thing)
                    ? removed.getOrDefault(thing, List.of())
                    : found.getOrDefault(thing, List.of()).stream()
                            .map(EntraAccount::id)
                            .toList();
            if (ids.isEmpty() || ids.size() > GraphBatch.MOST) {
                cannot.put(thing, notOne(ids.size()));
            } else if (ids.stream().anyMatch(stay::contains)) {
                staying.add(thing);
            } else {
                removed.put(thing, ids);
                removals.add(thing);
            }
        }
        Change rest = new Change(List.copyOf(added.keySet()), removals, asked.mode());
        return new GroupChange(api, directory, key, name, target, rest, added, removed, cannot, staying);
    }

    private TargetGroup group() throws InterruptedException {
        TargetGroup known = group;
        if (known == null) {
            known = api.group(name, key);
            group = known;
        }
        return known;
    }

    /** Of several users with one address, the only one that can sign in is meant. */
    private static List<EntraAccount> meant(List<EntraAccount> users) {
        List<EntraAccount> enabled =
                users.stream().filter(user -> user.isEnabled().orElse(true)).toList();
        return enabled.size() == 1 ? enabled : users;
    }

    private AdapterException notOne(int found) {
        return found == 0
                ? api.failures().unknown(name, EntraDirectory.FIND_USERS, "no user has this address")
                : api.failures().ambiguous(name, EntraDirectory.FIND_USERS, found);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
