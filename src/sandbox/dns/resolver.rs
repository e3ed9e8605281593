//! The sandbox's resolver: how its answers differ from those of a name server. It sends no queries: it reads the same
//! state, caches what a publication tells it to, and refuses zones that are marked as failing DNSSEC. So users can see
//! both problems without a signed zone and without a premature query.

use hickory_server::net::NetError;
use hickory_server::proto::rr::Record;
use hickory_server::server::{ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::MessageResponse;

/// Sends answers as a resolver does: recursion is available (`ra`), and no answer is authoritative (no `aa`).
#[derive(Clone)]
pub(super) struct ResolverResponseHandler<R>(pub(super) R);

#[async_trait::async_trait]
impl<R: ResponseHandler> ResponseHandler for ResolverResponseHandler<R> {
    async fn send_response<'a>(
        &mut self,
        mut response: MessageResponse<
            '_,
            'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
        >,
    ) -> Result<ResponseInfo, NetError> {
        let metadata = response.metadata_mut();
        metadata.authoritative = false;
        metadata.recursion_available = true;
        self.0.send_response(response).await
    }
}
