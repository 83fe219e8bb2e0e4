package dev.gosync.testkit.directory;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Everybody in the directory, by e-mail address: a place that can only be read. */
public final class DirectoryPeople implements Source {
    private final String name;
    private final DirectoryClient client;

    public DirectoryPeople(URI address, String token, Retry retry) {
        this.name = "Directory at " + address.getAuthority();
        this.client = new DirectoryClient(address, name, token, retry);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        Set<String> people = new LinkedHashSet<>();
        int bots = 0;
        for (Map<?, ?> person : client.list("people.list", "/v1/people", "people")) {
            if (person.get("email") instanceof String email) {
                people.add(email);
            } else {
                bots++;
            }
        }
        return new Listing(people, Map.of(), Map.of(), bots == 0 ? Map.of() : Map.of("bot", bots));
    }
}
