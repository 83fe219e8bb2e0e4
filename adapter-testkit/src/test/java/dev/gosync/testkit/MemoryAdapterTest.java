package dev.gosync.testkit;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The simplest adapter there is, and what certifying it takes. */
class MemoryAdapterTest extends AdapterContract {
    record MemoryAdapter(String place, Set<String> members) implements Adapter {
        @Override
        public String name() {
            return "memory " + place;
        }

        @Override
        public Listing get() {
            return Listing.of(members);
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) {
            members.addAll(things);
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) {
            things.forEach(members::remove);
        }
    }

    @Override
    protected Harness harness() {
        Set<String> members = new LinkedHashSet<>();
        return new Harness() {
            @Override
            public Adapter open(Conditions conditions) {
                return new MemoryAdapter("people", members);
            }

            @Override
            public String place() {
                return "people";
            }

            @Override
            public void seed(Collection<String> things) {
                members.addAll(things);
            }

            @Override
            public Set<String> members() {
                return members;
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(
                Limitation.NO_HTTP_FAULTS,
                Limitation.KNOWS_EVERY_THING,
                Limitation.CASE_SENSITIVE,
                Limitation.NO_NAMELESS_MEMBERS,
                Limitation.KEEPS_NOBODY,
                Limitation.FORBIDS_NOTHING);
    }
}
