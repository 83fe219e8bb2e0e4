package dev.gosync.testkit.directory;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a group of the directory, by e-mail address. What is protected is there for adapters that get it wrong. */
public class DirectoryGroup implements Adapter {
    /** Up to so many people are looked up one by one; for more, the whole directory is read. */
    private static final int FEW = 5;

    private final String name;
    private final String members;
    private final DirectoryClient client;

    public DirectoryGroup(URI address, String group, String token, Retry retry) {
        this(group, new DirectoryClient(address, nameOf(group), token, retry));
    }

    /** Over a client of one's own, made with {@link #nameOf}. */
    protected DirectoryGroup(String group, DirectoryClient client) {
        this.name = nameOf(group);
        this.members = "/v1/groups/" + percentEncoded(group) + "/members";
        this.client = client;
    }

    /** What a group is called in messages. */
    protected static String nameOf(String group) {
        return "Directory group " + group;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        Map<String, String> emails = new HashMap<>();
        List<Map<?, ?>> found = client.list("members.list", members, "members");
        people("/v1/people").forEach((email, id) -> emails.put(id, email));
        Set<String> things = new LinkedHashSet<>();
        Map<String, String> kept = new LinkedHashMap<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        for (Map<?, ?> member : found) {
            Optional<String> email = Optional.ofNullable(emails.get(member.get("id")));
            if (email.isEmpty()) {
                leftOut.merge("no e-mail", 1, Integer::sum);
                continue;
            }
            things.add(email.get());
            if ("owner".equals(member.get("role"))) {
                kept.put(email.get(), "owner");
            }
        }
        return new Listing(things, Map.of(), kept, leftOut);
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        write("members.add", "PUT", things, outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        write("members.remove", "DELETE", things, outcomes);
    }

    /** The directory ignores case. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    private void write(String operation, String verb, List<String> things, Outcomes outcomes)
            throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        Map<String, String> ids = outcomes.prepare(() -> ids(things));
        outcomes.each(
                things, thing -> client.write(operation, verb, members + "/" + encoded(id(operation, thing, ids))));
    }

    private String id(String operation, String thing, Map<String, String> ids) {
        String id = ids.get(key(thing));
        if (id == null) {
            throw AdapterException.of(FailureKind.UNKNOWN_THING, name, operation, "nobody has the address " + thing)
                    .build();
        }
        return id;
    }

    /** The ids of those of these things that there are, by {@link #key}. */
    protected Map<String, String> ids(List<String> things) throws InterruptedException {
        Map<String, String> ids = new HashMap<>();
        if (things.size() > FEW) {
            people("/v1/people").forEach((email, id) -> ids.put(key(email), id));
        } else {
            for (String thing : things) {
                people("/v1/people?email=" + encoded(thing)).forEach((email, id) -> ids.put(key(email), id));
            }
        }
        return ids;
    }

    /** All people of a list, by e-mail address. */
    protected Map<String, String> people(String path) throws InterruptedException {
        Map<String, String> ids = new LinkedHashMap<>();
        for (Map<?, ?> person : client.list("people.list", path, "people")) {
            if (person.get("id") instanceof String id && person.get("email") instanceof String email) {
                ids.put(email, id);
            }
        }
        return ids;
    }

    /** What the directory knows a thing by: it ignores case. */
    protected String key(String thing) {
        return Matching.ignoringCase().key(thing);
    }

    /** How a text stands in a path or a query. */
    protected String encoded(String text) {
        return percentEncoded(text);
    }

    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
