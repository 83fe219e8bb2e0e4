package dev.gosync.entra;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;

/** The members of a group and of the groups within it. It can only be read. Threads may share it. */
final class EntraNestedMembers implements Source {
    private final EntraApi api;
    private final GroupKey key;
    private final String name;

    EntraNestedMembers(EntraApi api, GroupKey key, String name) {
        this.api = api;
        this.key = key;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        String id = key.isId() ? key.text() : api.group(name, key).id();
        return MemberReader.read(api, name, id, true).listing();
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
