//! One page on its way: ready the service, send, take the body whole.

use std::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::{Request, Uri, response};
use http_body_util::{BodyExt, Limited, combinators::Collect};
use pin_project::pin_project;

use crate::{BoxError, Error, ErrorKind, HttpService, Page};

/// The future of a page. Owns its own clone of the service, so that dropping it leaves nothing behind.
#[pin_project]
pub(crate) struct Fetch<S: HttpService<B>, B> {
    uri: Uri,
    body_limit: usize,
    #[pin]
    step: Step<S, B>,
}

#[pin_project(project = StepProj, project_replace = StepOwned)]
enum Step<S: HttpService<B>, B> {
    Ready(S, Request<B>),
    Calling(#[pin] S::Future),
    Reading(response::Parts, #[pin] Collect<Limited<S::Body>>),
    Done,
}

impl<S: HttpService<B>, B> Fetch<S, B> {
    pub(crate) fn new(service: S, request: Request<B>, body_limit: usize) -> Self {
        Self {
            uri: request.uri().clone(),
            body_limit,
            step: Step::Ready(service, request),
        }
    }
}

impl<S: HttpService<B>, B> Future for Fetch<S, B> {
    type Output = Result<Page, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let failed =
            |kind, source: BoxError| Poll::Ready(Err(Error::new(kind).with_source(source)));
        loop {
            match this.step.as_mut().project() {
                StepProj::Ready(service, _) => {
                    if let Err(fault) = ready!(service.poll_ready(cx)) {
                        return failed(ErrorKind::Service, fault.into());
                    }
                    if let StepOwned::Ready(mut service, request) =
                        this.step.as_mut().project_replace(Step::Done)
                    {
                        this.step.set(Step::Calling(service.call(request)));
                    }
                }
                StepProj::Calling(response) => match ready!(response.poll(cx)) {
                    Ok(response) => {
                        let (head, body) = response.into_parts();
                        let body = Limited::new(body, *this.body_limit).collect();
                        this.step.set(Step::Reading(head, body));
                    }
                    Err(fault) => return failed(ErrorKind::Service, fault.into()),
                },
                StepProj::Reading(head, body) => {
                    let body = match ready!(body.poll(cx)) {
                        Ok(body) => body.to_bytes(),
                        Err(fault) => return failed(ErrorKind::Body, fault),
                    };
                    let page = Page {
                        uri: this.uri.clone(),
                        status: head.status,
                        headers: mem::take(&mut head.headers),
                        extensions: mem::take(&mut head.extensions),
                        body,
                    };
                    return Poll::Ready(if page.status.is_success() {
                        Ok(page)
                    } else {
                        Err(Error::new(ErrorKind::Status).with_response(page))
                    });
                }
                StepProj::Done => return Poll::Pending,
            }
        }
    }
}
