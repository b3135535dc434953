package io.snapledger.repository.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Ends the reading of an answer that is longer than any answer is: the SDK keeps all but objects in memory. */
final class BoundedAnswers implements ExecutionInterceptor {

    /** A page of 1,000 keys of 1,024 bytes, each escaped as three characters, has 3 MB and what stands around them. */
    static final int MOST = 16 << 20;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean object = context.request() instanceof GetObjectRequest
                && context.httpResponse().isSuccessful();
        return object ? context.responseBody() : context.responseBody().map(Bounded::new);
    }

    private static final class Bounded extends FilterInputStream {

        private long left = MOST;

        private Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                if (in instanceof Abortable answer) {
                    answer.abort(); // or its rest would be read when it is closed
                }
                throw new IOException("the server's answer is longer than " + MOST + " bytes");
            }
        }
    }
}
