package com.example;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.util.Collection;
import java.util.Set;

class NewsletterTest extends AdapterContract {
    @Override
    protected HttpHarness<?> harness() {
        return new HttpHarness<>(new NewsletterFake(), "weekly") {
            @Override
            protected Newsletter adapter(Conditions conditions) {
                return new Newsletter(fake.address(), place(), conditions.secret(), conditions.retry());
            }

            @Override
            public void seed(Collection<String> things) {
                fake.subscribers.addAll(things);
            }

            @Override
            public Set<String> members() {
                return fake.subscribers;
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(
                Limitation.KNOWS_EVERY_THING,
                Limitation.FORBIDS_NOTHING,
                Limitation.CASE_SENSITIVE,
                Limitation.NO_NAMELESS_MEMBERS,
                Limitation.KEEPS_NOBODY);
    }
}
