package io.snapledger.stores.redis;

import java.io.IOException;

/** Tells two. */
record Visitors(RdbReader.Visitor first, RdbReader.Visitor second) implements RdbReader.Visitor {

    static RdbReader.Visitor both(RdbReader.Visitor first, RdbReader.Visitor second) {
        return new Visitors(first, second);
    }

    @Override
    public void from(RdbInput input) {
        first.from(input);
        second.from(input);
    }

    @Override
    public void attribute(String name, String value) {
        first.attribute(name, value);
        second.attribute(name, value);
    }

    @Override
    public void function(byte[] code) throws IOException {
        first.function(code);
        second.function(code);
    }

    @Override
    public void moduleData(String module) {
        first.moduleData(module);
        second.moduleData(module);
    }

    @Override
    public void database(int number, long offset) throws IOException {
        first.database(number, offset);
        second.database(number, offset);
    }

    @Override
    public void end(long offset) {
        first.end(offset);
        second.end(offset);
    }

    @Override
    public void key(Key key) throws IOException {
        first.key(key);
        second.key(key);
    }

    @Override
    public void value(Key key, Value value, long length) throws IOException {
        first.value(key, value, length);
        second.value(key, value, length);
    }
}
