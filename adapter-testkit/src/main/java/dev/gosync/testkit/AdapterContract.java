package dev.gosync.testkit;

/** The contract of a place that can be read and written; extend it to certify an {@link dev.gosync.Adapter}. */
public abstract class AdapterContract extends SourceContract {
    /** For subclasses. */
    protected AdapterContract() {}

    @Override
    protected abstract Harness harness() throws Exception;
}
